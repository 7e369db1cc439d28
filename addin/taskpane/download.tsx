import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../client.ts';
import { Button } from './fluent.tsx';
import { OpenLink } from './open-link.tsx';
import { TaskStatus, useTask } from './task.tsx';

/** The server's link lives 60 seconds; in milliseconds, with some to spare for the browser that opens. */
const LINK_LIFE = 55_000;

/**
 * Makes a PDF, or another file, and then opens it, in two clicks: the link is for one use, and only the click itself may open a window.
 * A pane cannot save files by itself.
 */
export function Download({
  client,
  path,
  label = 'PDF maken',
  what = 'pdf',
  onExpired,
}: {
  client: Client;
  path: string;
  label?: string;
  /** What it makes, in a sentence that speaks of `de …`. */
  what?: 'pdf' | 'overdracht';
  onExpired: () => void;
}): VNode {
  const [url, setUrl] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const task = useTask(onExpired);
  useEffect(() => {
    if (url === null) return;
    const timer = setTimeout(() => {
      setUrl(null);
      setNote(`De link is verlopen. Maak de ${what} opnieuw.`);
    }, LINK_LIFE);
    return () => clearTimeout(timer);
  }, [url]);
  const make = () => {
    setNote('');
    task.run(what === 'pdf' ? 'Pdf maken' : 'Overdracht maken', async () => {
      const answer = await client.createDownload(path);
      setUrl(new URL(answer.url, location.origin).href);
    });
  };
  const used = () => {
    setUrl(null);
    setNote(`De ${what} is geopend in uw browser.`);
  };
  return (
    <div class="stack">
      <div class="actions">
        {url === null ? (
          <Button primary disabled={task.step !== null} onClick={make}>
            {label}
          </Button>
        ) : (
          <OpenLink primary url={url} onOpened={used}>
            Openen
          </OpenLink>
        )}
      </div>
      <p class="quiet" role="status">
        {url === null ? note : `De ${what} staat klaar. Klik binnen een minuut op Openen.`}
      </p>
      <TaskStatus task={task} />
    </div>
  );
}
