import { describe, expect, it } from 'vitest';
import { Application } from './application.ts';
import { Chart, ChartCollection } from './charts.ts';
import { ConditionalFormat, ConditionalFormatCollection } from './conditional-formats.ts';
import type { Api } from './host-object.ts';
import { NamedItem, NamedItemCollection } from './names.ts';
import { loadClient } from './node-client.ts';
import { WorkbookProtection, WorksheetProtection } from './protection.ts';
import { Range } from './range.ts';
import { WorksheetCollection } from './sheet-collection.ts';
import { Worksheet } from './sheet.ts';
import { TableCollection, TableScopedCollection } from './table-collection.ts';
import { TableColumn, TableColumnCollection } from './table-columns.ts';
import { AutoFilter, TableSort } from './table-filter.ts';
import { TableRow, TableRowCollection } from './table-rows.ts';
import { Table } from './table.ts';
import { Workbook } from './workbook.ts';

const classes: { api: Api; prototype: object }[] = [
  ...[Application, AutoFilter, Chart, ChartCollection, ConditionalFormat, ConditionalFormatCollection],
  ...[NamedItem, NamedItemCollection, Range, Table, TableCollection, TableColumn, TableColumnCollection],
  ...[TableRow, TableRowCollection, TableScopedCollection, TableSort, Workbook, WorkbookProtection],
  ...[Worksheet, WorksheetCollection, WorksheetProtection],
];

interface RealPrototype {
  _scalarPropertyNames?: string[];
  _scalarPropertyUpdateable?: boolean[];
  _navigationPropertyNames?: string[];
}

describe('the model against the real office.js', () => {
  const real = loadClient().Excel as unknown as Record<string, { prototype: RealPrototype } | undefined>;

  it.each(classes.map(({ api }) => api))('$name has no member that the real class lacks', (api) => {
    const prototype = real[api.name]?.prototype;
    if (!prototype) throw new Error(`office.js has no Excel.${api.name}`);
    const scalars = prototype._scalarPropertyNames ?? [];
    const writable = scalars.filter((_, i) => prototype._scalarPropertyUpdateable?.[i]);
    const methods = (api.methods ?? []).filter(
      (name) => typeof (prototype as Record<string, unknown>)[name] !== 'function',
    );
    expect({
      scalars: (api.scalars ?? []).filter((name) => !scalars.includes(name)),
      writable: (api.writable ?? []).filter((name) => !writable.includes(name)),
      navs: (api.navs ?? []).filter((name) => !prototype._navigationPropertyNames?.includes(name)),
      methods,
    }).toEqual({ scalars: [], writable: [], navs: [], methods: [] });
  });

  it.each(classes.map((each) => ({ ...each.api, prototype: each.prototype })))(
    '$name implements what it lists',
    (api) => {
      const { prototype } = api;
      const missing = (api.methods ?? []).filter(
        (name) => typeof (prototype as Record<string, unknown>)[name] !== 'function',
      );
      expect(missing).toEqual([]);
    },
  );
});
