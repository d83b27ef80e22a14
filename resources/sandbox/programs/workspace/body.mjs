/** Reads the body of a request. Throws with status 413 when it is longer than the limit in bytes. */
export async function readBody(request, limit) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    // The rest is read and dropped, so that the client hears the answer instead of a broken connection.
    if (length <= limit) chunks.push(chunk);
  }
  if (length > limit) throw Object.assign(new Error('too-large'), { status: 413 });
  return Buffer.concat(chunks);
}
