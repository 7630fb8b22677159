import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Kafka's version: one that has been tried here, or what KAFKA_VERSION says. */
export const KAFKA_VERSION = process.env['KAFKA_VERSION'] ?? '4.3.1'

/** Why this can't run here, in one line that says what to do; null when Java and Maven are at hand. */
export function whatIsMissing(): string | null {
  const missing = ['java', 'mvn'].filter((program) => spawnSync(program, ['-version']).status !== 0)
  if (missing.length === 0) return null
  return `test:kafka needs ${missing.join(' and ')}: Java 17 or newer and Maven, on Debian "apt-get install openjdk-17-jre-headless maven".`
}

const dependency = (artifact: string): string =>
  `<dependency><groupId>org.apache.kafka</groupId><artifactId>${artifact}</artifactId><version>${KAFKA_VERSION}</version></dependency>`

/** Has Maven fetch Kafka with all it needs and returns the class path. Throws with Maven's words when it can't. */
export function fetchKafka(folder: string): string {
  const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>test</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies>${dependency('kafka_2.13')}${dependency('kafka-tools')}</dependencies></project>`
  writeFileSync(join(folder, 'pom.xml'), pom)
  const goal = ['dependency:build-classpath', '-Dmdep.outputFile=classpath']
  const run = spawnSync('mvn', ['-q', '-B', ...goal], { cwd: folder, encoding: 'utf8' })
  if (run.status !== 0)
    throw new Error(`Maven could not get Kafka ${KAFKA_VERSION}:\n${run.stdout}${run.stderr}`)
  return [readFileSync(join(folder, 'classpath'), 'utf8').trim()].join(delimiter)
}

const HEAP = '-Xmx512m'

/** Runs one of Kafka's programs to its end and returns what it printed; throws with it when it fails. */
export function runJava(classPath: string, program: string, args: readonly string[], input = ''): string {
  const run = spawnSync('java', [HEAP, '-cp', classPath, program, ...args], {
    encoding: 'utf8',
    input,
    timeout: 120_000,
    maxBuffer: 2 ** 28,
  })
  if (run.status === 0) return run.stdout + run.stderr
  throw new Error(`${program} ${args.join(' ')} failed:\n${run.stdout}\n${run.stderr}`)
}

/** Starts one of Kafka's programs and lets it run; what it prints is kept, for when it fails. */
export function startJava(
  classPath: string,
  program: string,
  args: readonly string[],
): { readonly child: ChildProcess; readonly output: () => string } {
  const child = spawn('java', [HEAP, '-cp', classPath, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      printed = (printed + part.toString()).slice(-20_000)
    })
  return { child, output: () => printed }
}
