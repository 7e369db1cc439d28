import { type Api, Bag } from './host-object.ts';

/** A Dutch Excel. */
export class Application {
  static readonly api: Api = {
    name: 'Application',
    scalars: [
      'calculationMode',
      'calculationState',
      'decimalSeparator',
      'thousandsSeparator',
      'useSystemSeparators',
    ],
    writable: ['calculationMode'],
    navs: ['cultureInfo', 'iterativeCalculation'],
    methods: ['calculate', 'suspendApiCalculationUntilNextSync', 'suspendScreenUpdatingUntilNextSync'],
  };
  calculationMode = 'Automatic';
  readonly calculationState = 'Done';
  readonly decimalSeparator = ',';
  readonly thousandsSeparator = '.';
  readonly useSystemSeparators = true;
  readonly cultureInfo = new Bag(
    'CultureInfo',
    { name: 'nl-NL' },
    {
      children: {
        numberFormat: new Bag('NumberFormatInfo', { numberDecimalSeparator: ',', numberGroupSeparator: '.' }),
        datetimeFormat: new Bag('DatetimeFormatInfo', {
          dateSeparator: '-',
          longDatePattern: 'dddd d mmmm yyyy',
          longTimePattern: 'hh:mm:ss',
          shortDatePattern: 'd-m-yyyy',
          timeSeparator: ':',
        }),
      },
    },
  );
  readonly iterativeCalculation = new Bag('IterativeCalculation', {
    enabled: false,
    maxIteration: 100,
    maxChange: 0.001,
  });
  /** What was asked for, such as `calculate Full`; tests that compute formulas may listen. */
  readonly $calls: string[] = [];
  $onCalculate: (() => void) | undefined;

  calculate(type: string): void {
    this.$calls.push(`calculate ${type}`);
    this.$onCalculate?.();
  }
  suspendApiCalculationUntilNextSync(): void {
    this.$calls.push('suspendApiCalculationUntilNextSync');
  }
  suspendScreenUpdatingUntilNextSync(): void {
    this.$calls.push('suspendScreenUpdatingUntilNextSync');
  }
}
