import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ContractDetail } from '../../shared/api.ts';
import { type Day, isHalfYear, isMonth, isQuarter } from '../../shared/calendar.ts';
import { type Choice, lastEndedDay, listHalfYears, listMonths, listQuarters } from './periods.ts';
import { DayInput } from './second-look.tsx';

export const Select = ({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
}): VNode => (
  <label class="chooser">
    {label}
    <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  </label>
);

interface RangeChooserProps {
  contract: ContractDetail;
  today: Day;
  period: string;
  onChange: (period: string) => void;
}

type RangeKind = 'day' | 'month' | 'quarter' | 'half-year' | 'days';
const KINDS: { value: RangeKind; label: string }[] = [
  { value: 'day', label: 'tot en met een dag' },
  { value: 'month', label: 'een maand' },
  { value: 'quarter', label: 'een kwartaal' },
  { value: 'half-year', label: 'een halfjaar' },
  { value: 'days', label: 'van dag tot dag' },
];

const kindOf = (period: string): RangeKind =>
  isMonth(period)
    ? 'month'
    : isQuarter(period)
      ? 'quarter'
      : isHalfYear(period)
        ? 'half-year'
        : period.includes('_')
          ? 'days'
          : 'day';

/** What the results are counted over: everything up to a day, or one period. */
export function RangeChooser({ contract: detail, today, period, onChange }: RangeChooserProps): VNode {
  const { contract } = detail;
  const kind = kindOf(period);
  const last = lastEndedDay(contract, today);
  const [from, setFrom] = useState(contract.ingangsdatum);
  const [until, setUntil] = useState(last);
  const choices: Partial<Record<RangeKind, Choice[]>> = {
    month: listMonths(contract, today),
    quarter: listQuarters(contract, today),
    'half-year': listHalfYears(contract, today),
  };
  const choose = (next: string) => {
    const [newest] = choices[next as RangeKind] ?? [];
    onChange(next === 'day' ? last : next === 'days' ? `${from}_${until}` : (newest?.value ?? last));
  };
  const listed = choices[kind];
  return (
    <>
      <Select label="Over" value={kind} choices={KINDS} onChange={choose} />
      {listed && <Select label="Periode" value={period} choices={listed} onChange={onChange} />}
      {kind === 'day' && (
        <DayInput
          label="Tot en met"
          value={period}
          min={contract.ingangsdatum}
          max={today}
          onChange={onChange}
        />
      )}
      {kind === 'days' && (
        <>
          <DayInput
            label="Van"
            value={from}
            max={today}
            onChange={(day) => {
              setFrom(day);
              onChange(`${day}_${until}`);
            }}
          />
          <DayInput
            label="Tot en met"
            value={until}
            max={today}
            onChange={(day) => {
              setUntil(day);
              onChange(`${from}_${day}`);
            }}
          />
        </>
      )}
    </>
  );
}
