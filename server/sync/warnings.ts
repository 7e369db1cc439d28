import type { Warning } from '../../shared/api.ts';
import { listDuurWarnings } from '../../shared/duur.ts';
import { keyFields, type TableName } from '../../shared/tables.ts';
import { findBsn } from '../../shared/text.ts';
import type { TableOutcome } from './merge-table.ts';

/** Duration limits (art. 5.6, 4.1) of what stands, and klanten in which a burgerservicenummer may be. */
export function listWarnings(outcomes: TableOutcome[], now: Date): Warning[] {
  const stateOf = (name: TableName) => outcomes.find(({ table }) => table.name === name) as TableOutcome;
  const plaatsingen = [...stateOf('plaatsingen').state.current.values()].map((row) => {
    const [
      plaatsingnummer,
      kandidaatnummer,
      klantnummer,
      startdatum,
      einddatum,
      urenPerWeek,
      uurtarief,
      ...rest
    ] = row as [
      string,
      string,
      string,
      string,
      string | null,
      number,
      number | null,
      string | null,
      string | null,
    ];
    const [verlengdTot, verlengingAkkoordOp] = rest;
    return {
      plaatsingnummer,
      kandidaatnummer,
      klantnummer,
      startdatum,
      einddatum,
      urenPerWeek,
      uurtarief,
      verlengdTot,
      verlengingAkkoordOp,
    };
  });
  const klanten = stateOf('klanten');
  return [
    ...listDuurWarnings(plaatsingen, now.toISOString().slice(0, 10)).map(
      ({ code, plaatsingnummer, message, article }): Warning => ({
        code,
        table: 'plaatsingen',
        key: [plaatsingnummer],
        field: 'einddatum',
        message,
        article,
      }),
    ),
    ...[...klanten.state.current.values()].flatMap((row) =>
      row.flatMap((value, i): Warning[] =>
        typeof value === 'string' && findBsn(value) !== undefined
          ? [
              {
                code: 'burgerservicenummer',
                table: 'klanten',
                key: keyFields(klanten.table, row),
                field: klanten.table.columns[i]?.name ?? null,
                message: `Bij klant ${row[0]} lijkt een burgerservicenummer te staan. Haal het weg als het dat is.`,
              },
            ]
          : [],
      ),
    ),
  ];
}
