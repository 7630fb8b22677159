/** Which key is selected, and how another one is. */
export interface Choice {
  readonly isChosen: (key: number) => boolean
  readonly choose: (thing: string) => void
}
