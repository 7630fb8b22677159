/** What a command prints, and whether it found something wrong with what it was given. */
export interface Printed {
  readonly text: string
  readonly isDamaged: boolean
}
