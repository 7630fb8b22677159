import type { CSSProperties } from 'react'

/** Tells the style sheet which server something belongs to: its colour follows from the number. */
export const serverStyle = (server: number): CSSProperties => ({ '--server': server }) as CSSProperties // React's types know no custom properties
