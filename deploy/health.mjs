// Whether the server in this container works, for HEALTHCHECK. Its certificate names the address outside.
const { PORT = '3000', TLS_CERT } = process.env;
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
process.removeAllListeners('warning');
const url = `${TLS_CERT ? 'https' : 'http'}://127.0.0.1:${PORT}/gezond`;
const isWell = await fetch(url).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(isWell ? 0 : 1);
