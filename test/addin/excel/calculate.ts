import {
  CellError,
  EmptyValue,
  ErrorType,
  FunctionPlugin,
  HyperFormula,
  SimpleRangeValue,
} from 'hyperformula';
import * as functions from '../../../addin/functions/functions.ts';
import type { Workbook } from '../../excel-host/workbook.ts';

type Ast = Parameters<FunctionPlugin['evaluateAst']>[0];
type State = Parameters<FunctionPlugin['evaluateAst']>[1];
type Value = ReturnType<FunctionPlugin['evaluateAst']>;

/** Our own functions, called as Excel on the web calls them: every argument a matrix, blanks null. */
class FlexPlugin extends FunctionPlugin {
  premie(ast: { args: Ast[] }, state: State): Value {
    return this.#call(functions.premie, ast, state);
  }
  omzet(ast: { args: Ast[] }, state: State): Value {
    return this.#call(functions.omzet, ast, state);
  }
  staffelfee(ast: { args: Ast[] }, state: State): Value {
    return this.#call(functions.staffelfee, ast, state);
  }
  afrekening(ast: { args: Ast[] }, state: State): Value {
    return this.#call(functions.afrekening, ast, state);
  }

  #call(work: (...args: never[]) => unknown, { args }: { args: Ast[] }, state: State): Value {
    const matrices = args.map((arg) => toMatrix(this.evaluateAst(arg, state)));
    let result: unknown;
    try {
      result = work(...(matrices as never[]));
    } catch (error) {
      return new CellError(ErrorType.VALUE, String(error));
    }
    if (!Array.isArray(result)) return result as number;
    const matrix = result as number[][];
    return matrix.length === 1 && matrix[0]?.length === 1
      ? (matrix[0][0] as number)
      : SimpleRangeValue.onlyValues(matrix);
  }
}
FlexPlugin.implementedFunctions = {
  'FLEX.PREMIE': { method: 'premie' },
  'FLEX.OMZET': { method: 'omzet' },
  'FLEX.STAFFELFEE': { method: 'staffelfee' },
  'FLEX.AFREKENING': { method: 'afrekening' },
};

const toMatrix = (value: Value): unknown[][] =>
  (value instanceof SimpleRangeValue ? value.data : [[value]]).map((row) =>
    row.map((cell) => (cell === EmptyValue ? null : cell)),
  );

const names = Object.fromEntries(Object.keys(FlexPlugin.implementedFunctions).map((name) => [name, name]));
HyperFormula.registerFunctionPlugin(FlexPlugin, { enGB: names });

export interface Calculated {
  /** Of an address such as `Maand!D7`. */
  value(address: string): unknown;
  /** Puts text and numbers into cells by their address, and computes what depends on them. */
  set(cells: Record<string, string | number>): void;
}

/**
 * Computes the workbook's formulas with an engine that is not ours. Table references become the ranges that they stand
 * for, names their cells. Later changes in the workbook are not seen.
 */
export function calculate(workbook: Workbook): Calculated {
  const engine = HyperFormula.buildFromSheets(
    Object.fromEntries(workbook.$sheets.map((sheet) => [sheet.name, contentOf(workbook, sheet.name)])),
    { licenseKey: 'gpl-v3', useArrayArithmetic: true },
  );
  const find = (address: string) => {
    const [sheet = '', cell = ''] = address.split('!');
    const at = engine.simpleCellAddressFromString(cell, engine.getSheetId(sheet) as number);
    if (!at) throw new Error(address);
    return at;
  };
  return {
    value: (address) => engine.getCellValue(find(address)),
    set: (cells) =>
      void engine.batch(() => {
        for (const [address, value] of Object.entries(cells))
          engine.setCellContents(find(address), typeof value === 'string' ? `'${value}` : value);
      }),
  };
}

function contentOf(workbook: Workbook, name: string) {
  const sheet = workbook.sheet(name);
  const used = sheet.getUsedRangeOrNullObject();
  if (!used) return [];
  const cells = sheet.getRangeByIndexes(
    0,
    0,
    used.rowIndex + used.rowCount,
    used.columnIndex + used.columnCount,
  );
  return cells.formulas.map((row) =>
    row.map((cell) => {
      if (typeof cell === 'string' && cell.startsWith('=')) return withRanges(workbook, cell);
      if (typeof cell === 'string' && cell !== '') return `'${cell}`;
      return cell === '' ? null : cell;
    }),
  );
}

function withRanges(workbook: Workbook, formula: string): string {
  return formula
    .replace(/(\w+)\[([^\]]+)\]/g, (_, table: string, column: string) => {
      const range = workbook.table(table).columns.getItem(column).getDataBodyRange();
      return absolute(range.address);
    })
    .replace(/\b(Einddatum|EersteFactuurmaand)\b/g, (name) => {
      const range = workbook.names.getItem(name).getRange();
      return absolute(range.address);
    });
}

const absolute = (address: string): string => {
  const [sheet, cells = ''] = address.split('!');
  return `${sheet}!${cells.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2')}`;
};
