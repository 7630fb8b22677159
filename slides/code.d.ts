/** A region of the running source as highlighted HTML: see code-regions.ts. */
declare module 'code:*' {
  const html: string
  export default html
}
