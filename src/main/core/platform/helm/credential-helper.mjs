// The exec plugin of the kubeconfigs that Sardonyx writes: asks the app for a credential and prints it. Where to ask and
// the secret come by the environment; without the app running it fails.
import net from 'node:net';

const address = process.env['SARDONYX_CREDENTIAL_SOCKET'];
const secret = process.env['SARDONYX_CREDENTIAL_SECRET'];

function fail(message) {
  process.stderr.write(`sardonyx: ${message}\n`);
  process.exit(1);
}

if (!address || !secret) fail('this program is run by helm and kubectl on behalf of the app');

const socket = net.connect(address, () => socket.write(`${secret}\n`));
let answer = '';
socket.setEncoding('utf8');
socket.on('data', (chunk) => (answer += chunk));
socket.on('error', (error) => fail(`the app does not answer (${error.message})`));
socket.on('end', () => {
  socket.end();
  const parsed = answer === '' ? { error: 'the app refused' } : JSON.parse(answer);
  if (parsed.error) fail(parsed.error);
  process.stdout.write(answer);
});
