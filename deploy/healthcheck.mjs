// The container's HEALTHCHECK: asks the process in it whether it lives ("live") or may be sent requests ("ready"). The Console
// answers on PORT, every other service on NODE_PORT.
const [what = 'live'] = process.argv.slice(2);
const port = process.env.NODE_PORT || process.env.PORT || '8000';
// The node's server with TLS. From inside, and nothing secret: which certificate it has is for the other nodes to check.
const isSecure = Boolean(process.env.NODE_PORT && process.env.NODE_CERT_FILE);
if (isSecure) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

try {
  const answer = await fetch(`${isSecure ? 'https' : 'http'}://127.0.0.1:${port}/health/${what}`, {
    signal: AbortSignal.timeout(4_000),
  });
  // Docker keeps what a failing check printed: `docker inspect` then says why.
  if (!answer.ok) console.error(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`Port ${port} does not answer: ${error.cause?.code ?? error.message}`);
  process.exitCode = 1;
}
