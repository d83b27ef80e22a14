// A service that takes more and more memory, as a table read whole does, until whoever guards the limit ends it.
// Where nobody does it stops at 1 GiB, so that it cannot harm the machine.
const pieceSize = 16 * 2 ** 20;
const most = 1024 * 2 ** 20;
const pieces = [];
console.log('Reading the table into memory');

const timer = setInterval(() => {
  // Filled, because pages that nobody wrote to are not really there.
  pieces.push(Buffer.alloc(pieceSize, pieces.length + 1));
  const held = pieces.length * pieceSize;
  console.log(`${held / 2 ** 20} MiB read`);
  if (held >= most) clearInterval(timer);
}, 100);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
