import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * `npm run dev`: builds the add-in and restarts the server at every change, over https on localhost, as Excel wants it.
 * The certificate is that of Microsoft's own tool, which also makes the machine trust it.
 */
const certificates = join(homedir(), '.office-addin-dev-certs');
const cert = join(certificates, 'localhost.crt');
const key = join(certificates, 'localhost.key');

if (!existsSync(cert) || !existsSync(key)) {
  console.log(`Excel laadt een invoegtoepassing alleen over https. Maak eenmalig een certificaat voor localhost:

  npx office-addin-dev-certs install

en start daarna opnieuw: npm run dev`);
  process.exit(1);
}

console.log(`De invoegtoepassing in Excel laden (manifest.xml in deze map):
  Windows  Bestand > Opties > Vertrouwenscentrum > Vertrouwde invoegtoepassingscatalogi: een gedeelde map met manifest.xml
  Mac      kopieer manifest.xml naar ~/Library/Containers/com.microsoft.Excel/Data/Documents/wef
  Web      Start > Invoegtoepassingen > Meer > Mijn invoegtoepassing uploaden
`);

const children = [
  spawn('npx', ['vite', 'build', '--watch', '--logLevel', 'warn'], { stdio: 'inherit', shell: true }),
  spawn('npx', ['tsx', 'watch', '--clear-screen=false', 'server/main.ts'], {
    stdio: 'inherit',
    shell: true,
    env: { ...process.env, TLS_CERT: cert, TLS_KEY: key, PUBLIC_URL: 'https://localhost:3000' },
  }),
];
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
for (const child of children) child.on('exit', () => children.forEach((other) => other.kill()));
