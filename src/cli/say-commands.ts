import type { Option } from './parse-args.ts'
import { wrap } from './words.ts'

const WIDTH = 110
const INDENT = 22

/** What can be done beside running labs. */
interface Command {
  /** How it is called: "log inspect FILE.log". */
  readonly use: string
  readonly about: string
  readonly options: readonly Option[]
}

/** The usage of some commands under a heading. */
export const sayCommands = (heading: string, commands: readonly Command[]): string[] => [
  '',
  heading,
  ...commands.flatMap(({ use, about, options }) => [
    '',
    `  ${use}`,
    ...wrap(about, WIDTH - 4).map((line) => `    ${line}`),
    ...options.flatMap(({ name, value, help }) =>
      wrap(help, WIDTH - INDENT - 2).map(
        (line, i) =>
          `    ${(i === 0 ? `--${name}${value === null ? '' : ` ${value}`}` : '').padEnd(INDENT)}${line}`,
      ),
    ),
  ]),
]
