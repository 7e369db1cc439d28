/** What Node.js and SQLite say where a command cannot start, in words and with what to do. */
const SENTENCES: Record<string, string> = {
  EADDRINUSE: 'De poort is al in gebruik. Stop het andere programma of kies een andere poort met PORT.',
  EACCES: 'Geen toegang. Controleer of u in de map mag schrijven en de poort mag gebruiken.',
  ENOENT: 'Het bestand of de map bestaat niet. Controleer de naam.',
  EEXIST: 'Er staat al iets met die naam. Kies een andere naam.',
  ENOTDIR: 'Dit is geen map. Controleer de naam.',
  ENOSPC: 'De schijf is vol. Er is niets veranderd; maak ruimte en probeer het opnieuw.',
  SQLITE_FULL: 'De schijf is vol. Er is niets veranderd; maak ruimte en probeer het opnieuw.',
  SQLITE_BUSY: 'Een ander programma houdt de database bezet. Wacht tot het klaar is en probeer het opnieuw.',
  SQLITE_CANTOPEN: 'Het bestand is niet te openen. Controleer of de map bestaat en of u erin mag schrijven.',
  SQLITE_NOTADB: 'Dit bestand is geen administratie van dit programma, of het is beschadigd.',
  ERR_PARSE_ARGS_UNKNOWN_OPTION: 'Deze optie bestaat niet. Kijk in README.md welke er zijn.',
};

/** Our own refusals as they are; those of the machine with a Dutch sentence before their own words. */
export function explainStart(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const sentence = 'code' in error ? SENTENCES[String(error.code)] : undefined;
  return sentence === undefined ? error.message : `${sentence} (${error.message})`;
}
