import { simulation as jitter } from '../labs/jitter/scenario.ts'
import { traceFile } from './jitter-file.ts'
import type { TerminalLab } from './lab.ts'
import { reportJitter } from './report-jitter.ts'

/** The labs that run in a terminal, a line each. */
export const LABS: readonly TerminalLab[] = [
  { id: 'jitter', about: 'A jitter buffer', simulation: jitter, file: traceFile, report: reportJitter },
]
