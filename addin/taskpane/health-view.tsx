import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { version } from '../../package.json';
import type { ContractDetail } from '../../shared/api.ts';
import type { Client } from '../client.ts';
import type { Connection } from '../excel/connection.ts';
import { ExcelError } from '../excel/errors.ts';
import { readFormulaState, readSettings, tryFunctions } from '../excel/health.ts';
import { CopyButton } from './copy.tsx';
import { Button } from './fluent.tsx';
import { type Finding, judge, toText } from './health.ts';
import { readOffice, readRequirements } from './office.ts';
import { OpenLink } from './open-link.tsx';
import { TaskStatus, useTask } from './task.tsx';

interface HealthViewProps {
  client: Client;
  contract: ContractDetail;
  connection: Connection;
  onExpired: () => void;
}

/** The manual, and whether all that the workbook rests on works here. */
export function HealthView({ client, contract, connection, onExpired }: HealthViewProps): VNode {
  const task = useTask(onExpired);
  const [findings, setFindings] = useState<Finding[] | null>(null);
  const check = () =>
    task.run('Controleren', async () => {
      const { contractnummer, gemeente } = contract.contract;
      const start = performance.now();
      const answered = await client.getVersion().catch(() => null);
      const milliseconds = performance.now() - start;
      const server =
        answered === null
          ? null
          : {
              version: answered,
              milliseconds,
              revision: (await client.getContract(contractnummer)).revision,
            };
      setFindings(
        judge({
          contractnummer,
          gemeente,
          paneVersion: version,
          server,
          revision: connection.revision,
          office: readOffice(),
          ...readRequirements(),
          settings: await readSettings().catch(nullWhereRefused),
          outcomes: tryFunctions(),
          formulas: await readFormulaState().catch(nullWhereRefused),
        }),
      );
    });
  return (
    <details class="stack">
      <summary tabIndex={0}>Hulp</summary>
      <div class="actions">
        <OpenLink url={new URL('/handleiding/', location.origin).href}>Handleiding</OpenLink>
        <Button disabled={task.step !== null} onClick={check}>
          Controleren
        </Button>
      </div>
      <TaskStatus task={task} />
      {findings !== null && (
        <>
          <p role="status">
            {findings.every(({ ok }) => ok)
              ? 'Alles is in orde.'
              : `${findings.filter(({ ok }) => !ok).length} van de ${findings.length} vragen aandacht.`}
          </p>
          <ul class="lines">
            {findings.map(({ ok, what, found, advice }) => (
              <li key={what}>
                {ok ? '✓' : '!'} <span class="unseen">{ok ? 'goed:' : 'let op:'}</span>
                <strong>{what}</strong> {found}
                {!ok && advice !== undefined && <div class="quiet">{advice}</div>}
              </li>
            ))}
          </ul>
          <CopyButton
            text={toText(findings)}
            label="Kopieer diagnose"
            done="Gekopieerd, zonder persoonsgegevens."
          />
        </>
      )}
    </details>
  );
}

/** What Excel refused to tell is a finding by itself; anything else falls through. */
function nullWhereRefused(error: unknown): null {
  if (error instanceof ExcelError) return null;
  throw error;
}
