import { afterAll, expect } from 'vitest';
import { createDrawer } from '../../server/reports/draw.ts';
import type { Deps } from '../../server/env.ts';
import { type Answer, almereTables, CONTRACT, Testbed, Workbook } from './testbed.ts';

/** A refusal or the figures: tests ask for one field or the other. */
export type Maybe<T> = T & { code: string; message: string };

/** Beds that draw real PDFs with one worker, closed after the file's tests. */
export function createBeds() {
  const drawer = createDrawer();
  afterAll(() => drawer.close());
  return {
    draw: drawer.draw,
    empty: () => Testbed.open({ draw: drawer.draw }),
    /** The example as it was synced by Anna, at revision 1. `around`: what happens before or after a drawing. */
    almere: async (around: (draw: Deps['draw']) => Deps['draw'] = (draw) => draw) => {
      const bed = await Testbed.open({ draw: around(drawer.draw) });
      const workbook = new Workbook(bed);
      workbook.tables = almereTables();
      expect((await workbook.sync()).status).toBe(200);
      return { bed, workbook };
    },
  };
}

/** The bytes of a PDF; fails where the answer is none. */
export async function getPdf(bed: Testbed, path: string, token = bed.writer): Promise<Buffer> {
  const response = await bed.app.request(`/api/contracten/${CONTRACT}/${path}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(`${response.status} ${response.headers.get('Content-Type')}`).toBe('200 application/pdf');
  return Buffer.from(await response.arrayBuffer());
}

/** Status and code, to compare in one line. */
export const refusal = ({ status, body }: Answer): [number, string | undefined] => [
  status,
  (body as { code?: string }).code,
];
