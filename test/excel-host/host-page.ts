export const CONVERSATION = 'conv1';
export const APP_ID = '11111111-2222-3333-4444-555555555555';
/** Of the iframe: a pane in a runtime that it shares with the custom functions. */
const FLAGS = 3;

/** The page around the add-in: passes on what the frame asks to `__excelHost`, and what Excel tells to the frame. */
export function hostPage(origin: string, addinUrl: string, locale: string): string {
  const name = JSON.stringify({
    baseFrameName: 'addin',
    hostInfo: `Excel$Web$16.01$${locale}$corr$$$${FLAGS}`,
    xdmInfo: `${CONVERSATION}|${APP_ID}|${origin}`,
    serializerVersion: '1',
    flights: '[]',
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Simulated Excel</title>
<style>html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block }</style>
<iframe id="addin" name='${name}' src="${addinUrl}"></iframe><script>
const frame = document.getElementById('addin');
const send = (message) => frame.contentWindow.postMessage(
  JSON.stringify({ _messageType: 1, _origin: location.origin, _serializerVersion: 1, ...message }), '*');
addEventListener('message', async ({ source, data }) => {
  if (source !== frame.contentWindow || typeof data !== 'string') return;
  let message;
  try { message = JSON.parse(data) } catch { return }
  if (message._messageType !== 0) return;
  const { _actionName, _conversationId, _correlationId } = message;
  const answer = await window.__excelHost(_actionName, message._actionType, message._data);
  send({ _actionName, _conversationId, _correlationId, _responseType: 0,
    _errorCode: answer.errorCode ?? 0, _data: answer.data ?? null });
});
window.__push = (name, data) => send({ _actionName: name, _conversationId: '${CONVERSATION}', _correlationId: -1,
  _responseType: 1, _errorCode: 0, _data: data });
</script></html>`;
}
