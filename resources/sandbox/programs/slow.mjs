// A service that needs a while before it listens: SLOW_START_SECONDS, 20 unless told otherwise.
import { createServer } from 'node:http';

const seconds = Number(process.env.SLOW_START_SECONDS ?? 20);
console.log(`Preparing for ${seconds} seconds`);
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('ready at last\n');
});
setTimeout(() => {
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log('Listening'));
}, seconds * 1000);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
