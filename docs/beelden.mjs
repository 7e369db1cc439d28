import { copyFileSync } from 'node:fs';

/** The pictures of README and manual, by what the tests photographed (test/output, after `npm test`). */
const PICTURES = {
  paneel: 'pane-preview',
  afrekening: 'afrekening',
  werkmap: 'pane-helps-320',
  'voorbeeld-conflict': 'pane-conflict-light',
  'voorbeeld-factuur': 'pane-factuur-uitreiken-350',
  'voorbeeld-fouten': 'pane-faults-320',
  'voorbeeld-ander-nummer': 'pane-renamed-light',
  'voorbeeld-vastgesteld': 'pane-settled-light',
  'voorbeeld-oudere-uren': 'pane-older-hours-light',
};

for (const [name, taken] of Object.entries(PICTURES))
  copyFileSync(`test/output/${taken}.png`, `docs/beelden/${name}.png`);
