import type { ComponentChildren, VNode } from 'preact';

export type MessageKind = 'error' | 'warning' | 'done' | 'note';

/** Told by word and shape as well as by colour. */
const SIGNS: Record<MessageKind, { sign: string; word: string }> = {
  error: { sign: '✕', word: 'Fout:' },
  warning: { sign: '!', word: 'Let op:' },
  done: { sign: '✓', word: 'Gelukt:' },
  note: { sign: 'i', word: '' },
};

/** A sentence that a screen reader speaks at once when it appears: errors interrupt, the rest waits its turn. */
export function Message({ kind, children }: { kind: MessageKind; children: ComponentChildren }): VNode {
  const { sign, word } = SIGNS[kind];
  return (
    <div class={`message ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      <div>
        {word && <span class="unseen">{word} </span>}
        {children}
      </div>
    </div>
  );
}
