/** Passwords that nobody thought of. */

// Without what is mistaken for another (l, I, O, 0, 1), and without signs that a shell or a YAML file reads as its own.
const letters = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_';

/** A random password of `length` letters, digits, hyphens and underscores: about 5.9 bits each. */
export function generatePassword(length = 24): string {
  let password = '';
  while (password.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length)))
      // A byte beyond the last whole multiple would make some letters likelier.
      if (byte < 256 - (256 % letters.length) && password.length < length)
        password += letters[byte % letters.length] ?? '';
  }
  return password;
}
