import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../client.ts';
import { Button } from './fluent.tsx';
import { OpenLink } from './open-link.tsx';
import { TaskStatus, useTask } from './task.tsx';

/** The server's link lives 60 seconds; in milliseconds, with some to spare for the browser that opens. */
const LINK_LIFE = 55_000;

/**
 * Has a PDF or another file made and then opens it, in two clicks: the link is for one use, and only the click itself may
 * open a window. A pane cannot save files by itself.
 */
export function Download({
  client,
  path,
  label = 'PDF maken',
  file = 'De pdf',
  onExpired,
}: {
  client: Client;
  path: string;
  label?: string;
  /** What it is called, such as `Het csv-bestand`. */
  file?: string;
  onExpired: () => void;
}): VNode {
  const [url, setUrl] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const task = useTask(onExpired);
  useEffect(() => {
    if (url === null) return;
    const timer = setTimeout(() => {
      setUrl(null);
      setNote(`De link is verlopen. Klik opnieuw op ${label}.`);
    }, LINK_LIFE);
    return () => clearTimeout(timer);
  }, [url]);
  const make = () => {
    setNote('');
    task.run('Link maken', async () => {
      const answer = await client.createDownload(path);
      setUrl(new URL(answer.url, location.origin).href);
    });
  };
  const used = () => {
    setUrl(null);
    setNote(`${file} is geopend in uw browser.`);
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
        {url === null ? note : `${file} staat klaar. Klik binnen een minuut op Openen.`}
      </p>
      <TaskStatus task={task} />
    </div>
  );
}
