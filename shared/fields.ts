import { type Day, isDay, isMonth, type Month } from './calendar.ts';
import { parseHundredths } from './decimal.ts';
import { DomainError } from './errors.ts';
import { findBsn, isCleanText } from './text.ts';
import { isKey } from './validate.ts';

/** Faults as they are found: the field's path and what is wrong with it. */
export type Faults = string[];

/** Throws `invalid` with every fault, a line each. */
export function refuseFaults(faults: Faults): void {
  if (faults.length > 0) throw new DomainError('invalid', faults.join('\n'), { faults });
}

/** The fields of one object. What is wrong goes into `faults`, and something harmless comes back, so that reading goes on. */
export class Fields {
  private readonly json: Record<string, unknown>;
  private readonly asked = new Set<string>();
  private readonly isObject: boolean;
  private readonly path: string;
  private readonly faults: Faults;

  constructor(value: unknown, path: string, faults: Faults) {
    this.isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.json = this.isObject ? (value as Record<string, unknown>) : {};
    this.path = path;
    this.faults = faults;
    if (!this.isObject) faults.push(`${path === '' ? 'De inhoud' : path}: ontbreekt of is geen object.`);
  }

  get(name: string): unknown {
    this.asked.add(name);
    return this.json[name];
  }
  fault(name: string, problem: string): '' {
    if (this.isObject) this.faults.push(`${this.at(name)}: ${problem}.`);
    return '';
  }
  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
  optional<T>(name: string, read: () => T): T | null {
    return this.get(name) == null ? null : read();
  }
  child(name: string): Fields {
    return new Fields(this.get(name), this.at(name), this.faults);
  }
  list(name: string): Fields[] {
    const value = this.get(name);
    if (Array.isArray(value))
      return value.map((item, i) => new Fields(item, `${this.at(name)}[${i}]`, this.faults));
    this.fault(name, 'ontbreekt of is geen lijst');
    return [];
  }
  text(name: string): string {
    const value = this.get(name);
    if (typeof value !== 'string' || value.trim() === '' || !isCleanText(value))
      return this.fault(name, 'moet een tekst zijn van 1 tot 200 tekens');
    return findBsn(value)
      ? this.fault(name, 'lijkt een burgerservicenummer te bevatten; laat dat weg')
      : value;
  }
  key(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' && /^[A-Za-z0-9_.-]{1,30}$/.test(value)
      ? value
      : this.fault(name, 'mag alleen letters, cijfers en - _ . bevatten, ten hoogste 30 tekens');
  }
  /** The number of a row, such as K001. */
  rowKey(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' && isKey(value)
      ? value
      : this.fault(name, 'moet een nummer zijn van letters, cijfers en - _ / ., ten hoogste 30 tekens');
  }
  day(name: string): Day {
    const value = this.get(name);
    return typeof value === 'string' && isDay(value)
      ? value
      : this.fault(name, 'moet een datum zijn, zoals 2016-12-31');
  }
  month(name: string): Month {
    const value = this.get(name);
    return typeof value === 'string' && isMonth(value)
      ? value
      : this.fault(name, 'moet een maand zijn, zoals 2016-01');
  }
  amount(name: string): string {
    const value = this.get(name);
    const hundredths = typeof value === 'string' ? parseHundredths(value) : undefined;
    return hundredths !== undefined && hundredths >= 0
      ? (value as string)
      : this.fault(name, 'moet een bedrag zijn als tekst, zoals "600.00"');
  }
  /** An amount that may be negative. */
  signed(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' && parseHundredths(value) !== undefined
      ? value
      : this.fault(name, 'moet een bedrag zijn als tekst, zoals "-600.00"');
  }
  fraction(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' && /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(value)
      ? value
      : this.fault(name, 'moet een breuk zijn van 0 tot 1 als tekst, zoals "0.12" voor 12%');
  }
  count(name: string): number {
    const value = this.get(name);
    if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 10_000)
      return value as number;
    this.fault(name, 'moet een geheel aantal zijn');
    return 0;
  }
  /** A field that nobody asked for is misspelt, or was meant for something that we do not know. */
  refuseOthers(): void {
    for (const name of Object.keys(this.json))
      if (!this.asked.has(name))
        this.fault(
          name,
          `is onbekend. Bekend zijn hier: ${[...this.asked].join(', ')}. Haal het veld weg of verbeter de naam`,
        );
  }
}
