import type { ComponentChildren, VNode } from 'preact';
import { addMonths, type Day, formatDay } from '../../shared/calendar.ts';
import { Message } from './message.tsx';

/** Says when the review of rights is late or near; nothing where there is time. `dueOn`: null before the first. */
export function ReviewDue({
  dueOn,
  today,
  children,
}: {
  dueOn: Day | null;
  today: Day;
  children?: ComponentChildren;
}): VNode | null {
  if (dueOn !== null && dueOn > addMonths(today, 1)) return null;
  const isLate = dueOn === null || dueOn <= today;
  return (
    <Message kind={isLate ? 'warning' : 'note'}>
      <p>
        {dueOn === null ? (
          'De rechten zijn nog niet beoordeeld. De bewerkersovereenkomst vraagt dat elk jaar.'
        ) : (
          <>
            De rechten {isLate ? 'hadden' : 'moeten'} vóór <span class="whole">{formatDay(dueOn)}</span>{' '}
            opnieuw {isLate ? 'beoordeeld moeten zijn.' : 'worden beoordeeld.'}
          </>
        )}
      </p>
      {children}
    </Message>
  );
}
