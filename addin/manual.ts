import { readdirSync, readFileSync } from 'node:fs';
import { Marked } from 'marked';

/** Where the manual's text is, and its pictures. */
const TEXT = 'docs/handleiding.md';
const PICTURES = 'docs/beelden';

/** `Wat te doen als …` as the end of a link: `wat-te-doen-als`. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The manual as a page with a list of its chapters. */
export function renderManual(markdown: string): string {
  const chapters: { anchor: string; text: string }[] = [];
  const marked = new Marked({
    async: false,
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        const anchor = anchorOf(text);
        if (depth === 2) chapters.push({ anchor, text });
        return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  const body = marked.parse(markdown) as string;
  const [title = '', ...rest] = body.split('</h1>');
  const list = chapters.map(({ anchor, text }) => `<li><a href="#${anchor}">${text}</a></li>`).join('');
  return `<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Handleiding Flextensie</title>
<link rel="stylesheet" href="handleiding.css">
</head>
<body>
<main>
${title}</h1>
<nav aria-label="Inhoud"><ol>${list}</ol></nav>
${rest.join('</h1>')}
</main>
</body>
</html>
`;
}

/** Every file of the manual by its name beside the page. */
export const listManualFiles = (): Map<string, string | Uint8Array> =>
  new Map<string, string | Uint8Array>([
    ['index.html', renderManual(readFileSync(TEXT, 'utf8'))],
    ['handleiding.css', readFileSync('addin/manual.css', 'utf8')],
    ...readdirSync(PICTURES)
      .filter((name) => name.endsWith('.png'))
      .map((name): [string, Uint8Array] => [`beelden/${name}`, readFileSync(`${PICTURES}/${name}`)]),
  ]);
