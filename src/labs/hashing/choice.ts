/** Which server is selected, and how another one is. */
export interface Choice {
  readonly isChosen: (server: number) => boolean
  readonly choose: (server: number) => void
}
