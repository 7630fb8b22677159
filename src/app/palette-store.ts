import { createStore } from 'zustand/vanilla'

/** Something that can be done from anywhere. */
export interface PaletteCommand {
  readonly id: string
  readonly label: string
  readonly group: string
  readonly run: () => void
}

interface PaletteState {
  readonly open: boolean
  /** Commands of the page that is open now. */
  readonly pageCommands: readonly PaletteCommand[]
}

export const palette = createStore<PaletteState>(() => ({ open: false, pageCommands: [] }))

export const openPalette = (): void => palette.setState({ open: true })
