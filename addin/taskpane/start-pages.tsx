import type { VNode } from 'preact';
import { Button } from './fluent.tsx';
import { Message } from './message.tsx';

/** Excel did not answer within a few seconds. */
export const SilentPage = (): VNode => (
  <main class="page">
    <h1>Flextensie</h1>
    <Message kind="error">
      Excel geeft nog geen antwoord. Meestal helpt het om dit deelvenster opnieuw te laden; uw werkmap
      verandert daar niet door.
    </Message>
    <Button primary onClick={() => location.reload()}>
      Opnieuw laden
    </Button>
    <p class="quiet">
      Blijft dit zo? Sluit Excel en open de werkmap opnieuw, of vraag uw beheerder of office.js te bereiken
      is.
    </p>
  </main>
);

/** The page was opened in a browser. */
export const ElsewherePage = (): VNode => (
  <main class="page wide">
    <h1>Flextensie werkt in Excel</h1>
    <p>
      Dit is het deelvenster van Flextensie. Het hoort in Excel 2021 of Microsoft 365 te staan en doet in een
      gewone browser niets.
    </p>
    <h2>Zo komt het in Excel</h2>
    <ul>
      <li>
        <strong>Uw beheerder heeft het klaargezet:</strong> kies in Excel op het tabblad Start voor
        Invoegtoepassingen, en daar Flextensie.
      </li>
      <li>
        <strong>U bent de beheerder:</strong> ga in het Microsoft 365-beheercentrum naar Instellingen,
        Geïntegreerde apps, Aangepaste apps uploaden, en geef het bestand manifest.xml van deze server.
      </li>
      <li>
        <strong>Alleen voor uzelf, in Excel op het web:</strong> Start, Invoegtoepassingen, Meer
        invoegtoepassingen, Mijn invoegtoepassing uploaden.
      </li>
    </ul>
    <p>Daarna staat op het tabblad Start de knop Flextensie.</p>
  </main>
);
