/** What the bundler turns into modules besides code. */
declare module '*.css';
declare module '*.svg' {
  const address: string;
  export default address;
}
declare module '*?worker' {
  const construct: new (options?: { name?: string }) => Worker;
  export default construct;
}
declare module '*?worker&url' {
  const address: string;
  export default address;
}
declare module '*?url' {
  const address: string;
  export default address;
}
