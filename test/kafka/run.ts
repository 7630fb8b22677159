import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scanBatches } from '../../src/engine/log/bytes/scan.ts'
import { formatStorage, startBroker, topics, type Broker } from './broker.ts'
import { partitionOf, writeFiles } from './export.ts'
import { keptEvents } from './events.ts'
import { fetchKafka, KAFKA_VERSION, runJava, whatIsMissing } from './java.ts'
import { textRecords, type TextRecord } from './records.ts'
import { inspectFolder, readTexts } from './read-texts.ts'

/**
 * npm run test:kafka: our files before Kafka's own tools and broker, and a broker's files before our reader. Not part
 * of npm test: it needs Java, Maven and a few minutes. KEEP=1 keeps the folder and says where it is.
 */
async function main(): Promise<void> {
  const missing = whatIsMissing()
  if (missing !== null) {
    console.log(missing)
    process.exitCode = 1
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'millrace-kafka-'))
  try {
    say(`Kafka ${KAFKA_VERSION} from Maven Central`)
    const classPath = fetchKafka(folder)
    dumpOurs(classPath, folder)
    dumpEvents(classPath, folder)
    await withBroker(classPath, folder)
    say('All well.')
  } finally {
    if (process.env['KEEP'] === undefined) rmSync(folder, { recursive: true, force: true })
    else say(`kept: ${folder}`)
  }
}

const say = (line: string): void => console.log(line)

const DUMP = ['org.apache.kafka.tools.DumpLogSegments', 'kafka.tools.DumpLogSegments'] as const

/** DumpLogSegments lives in one of two packages, by version. */
function dump(classPath: string, args: readonly string[]): string {
  try {
    return runJava(classPath, DUMP[0], args)
  } catch (error) {
    if (!String(error).includes('Could not find or load main class')) throw error
    return runJava(classPath, DUMP[1], args)
  }
}

const COMPLAINT = /mismatch|corrupt|invalid|exception|non-consecutive|should be|error/i
/** Said of every segment but a log's first: the tool counts from -1, whatever the file's name is. */
const BEFORE_THE_FIRST = /^Non-consecutive offsets in .*\n {2}-1 is followed by \d+$/gm

function mustBeClean(what: string, output: string): void {
  const lines = output.replaceAll(BEFORE_THE_FIRST, '').split('\n')
  const complaints = lines.filter((line) => COMPLAINT.test(line) && !/^\| offset|isvalid: true/.test(line))
  if (complaints.length > 0)
    throw new Error(`${what}: DumpLogSegments complains:\n${complaints.slice(0, 5).join('\n')}`)
}

/** Has DumpLogSegments verify what we export. */
function dumpOurs(classPath: string, folder: string): void {
  const records = textRecords(6_000)
  const partition = partitionOf(records, 150_000)
  const logs = writeFiles(join(folder, 'ours'), partition.files())
  const files = logs.join(',')
  const plain = dump(classPath, ['--deep-iteration', '--files', files])
  mustBeClean('logs, record by record', plain)
  const offsets = plain.match(/^\| offset: \d+/gm)?.length ?? 0
  const batches = plain.match(/isvalid: true/g)?.length ?? 0
  if (offsets !== records.length) throw new Error(`${offsets} of ${records.length} records were read`)
  say(
    `DumpLogSegments --deep-iteration: ${logs.length} segments, ${batches} batches and ${offsets} records, no complaint`,
  )
  const indexes = logs.flatMap((log) => [log.replace(/log$/, 'index'), log.replace(/log$/, 'timeindex')])
  const verified = dump(classPath, ['--deep-iteration', '--verify-index-only', '--files', indexes.join(',')])
  mustBeClean('indexes', verified)
  const printed = dump(classPath, ['--files', indexes.join(',')])
  mustBeClean('indexes, printed', printed)
  const entries = printed.match(/^(offset: \d+ position|timestamp: \d+ offset)/gm)?.length ?? 0
  if (entries < 2 * logs.length) throw new Error(`only ${entries} index entries were read`)
  say(`DumpLogSegments --verify-index-only: ${indexes.length} indexes, ${entries} entries, no complaint`)
  mustNoticeFaults(classPath, folder, partition.files())
}

/** Has it verify the trending lab's events: every record at its offset, with a key of four bytes and a JSON value. */
function dumpEvents(classPath: string, folder: string): void {
  const partitions = keptEvents().filter(({ segments }) => segments.some(({ log }) => log.length > 0))
  const logs = partitions.flatMap(({ folder: name, segments }) =>
    writeFiles(join(folder, 'events', name), segments),
  )
  const plain = dump(classPath, ['--deep-iteration', '--print-data-log', '--files', logs.join(',')])
  mustBeClean('events, record by record', plain.replaceAll(/ payload: .*$/gm, ''))
  // A key is printed as text, which may hold the end of a line.
  const keyed = plain.match(/^\| offset: \d+ .*keySize: 4 /gm)?.length ?? 0
  const values = [...plain.matchAll(/ payload: (\{.*\})$/gm)]
  const counted = partitions.reduce((sum, { logStartOffset, segments }) => {
    const last = segments.flatMap(({ log }) => scanBatches(log).batches).at(-1)
    return sum + (last === undefined ? 0 : last.header.lastOffset + 1 - logStartOffset)
  }, 0)
  if (keyed !== counted || values.length !== counted)
    throw new Error(`${keyed} keys and ${values.length} values of ${counted} events were read`)
  for (const [, value = ''] of values) JSON.parse(value)
  const indexes = logs.flatMap((log) => [log.replace(/log$/, 'index'), log.replace(/log$/, 'timeindex')])
  mustBeClean(
    'the events’ indexes',
    dump(classPath, ['--deep-iteration', '--verify-index-only', '--files', indexes.join(',')]),
  )
  const names = new Set(partitions.map(({ folder: name }) => name.replace(/-\d+$/, '')))
  say(
    `DumpLogSegments, the trending lab's events: ${names.size} topics, ${partitions.length} partitions, ${logs.length} segments, ${counted} records with four-byte keys and a JSON value each, no complaint`,
  )
}

/** That no complaint means something: the same tool must complain of a flipped byte and of a wrong entry. */
function mustNoticeFaults(
  classPath: string,
  folder: string,
  files: ReturnType<ReturnType<typeof partitionOf>['files']>,
): void {
  const [first] = files
  if (first === undefined || first.index === null) throw new Error('nothing was exported')
  const log = first.log.slice()
  log[300] = (log[300] ?? 0) ^ 1
  const index = first.index.slice()
  index[7] = (index[7] ?? 0) ^ 1
  const [path = ''] = writeFiles(join(folder, 'faulty'), [{ ...first, index }])
  const complains = (args: readonly string[]): boolean => {
    try {
      mustBeClean('planted', dump(classPath, args))
      return false
    } catch {
      return true
    }
  }
  if (!complains(['--deep-iteration', '--verify-index-only', '--files', path.replace(/log$/, 'index')]))
    throw new Error('a planted wrong index entry was not noticed')
  const [flipped = ''] = writeFiles(join(folder, 'flipped'), [{ ...first, log }])
  if (/isvalid: true/.test(dump(classPath, ['--deep-iteration', '--files', flipped]).split('\n')[2] ?? ''))
    throw new Error('a planted flipped byte was not noticed')
  say('DumpLogSegments notices a planted flipped byte and a planted wrong index entry')
}

const TOPICS = [
  ['plain', 'none'],
  ['packed', 'gzip'],
] as const
/** Packed in ways that we do not unpack: their headers must be told all the same. */
const SEALED = ['snappy', 'lz4', 'zstd'] as const

/** A broker writes two topics, stops, and we read its files; then it serves ours. */
async function withBroker(classPath: string, folder: string): Promise<void> {
  const home = join(folder, 'broker')
  mkdirSync(home)
  const address = await formatStorage(classPath, home)
  let broker = await startBroker(classPath, home, address)
  const records = textRecords(3_000)
  try {
    for (const [topic, compression] of TOPICS) {
      create(classPath, broker, topic)
      produce(classPath, broker, topic, compression, records)
    }
    for (const compression of SEALED) {
      create(classPath, broker, compression)
      produce(classPath, broker, compression, compression, records.slice(0, 500))
    }
    create(classPath, broker, 'ours')
  } finally {
    await broker.stop()
  }
  for (const [topic, compression] of TOPICS) {
    const read = readTexts(join(broker.logs, `${topic}-0`), compression)
    mustEqual(topic, read.records, records)
    say(
      `our reader, topic "${topic}" (${compression}) as the broker wrote it: ${read.batches} batches, ${records.length} records, all equal; index ${read.index}, time index ${read.timeIndex}`,
    )
  }
  await inspectAll(broker)
  const own = textRecords(2_000)
  const place = join(broker.logs, 'ours-0')
  for (const name of readdirSync(place)) if (/^\d{20}\./.test(name)) rmSync(join(place, name))
  writeFiles(place, partitionOf(own, 60_000).files())
  broker = await startBroker(classPath, home, address)
  try {
    mustEqual('ours', consume(classPath, broker, 'ours', own.length), own)
    say(
      `the broker serves our ${readdirSync(place).filter((name) => name.endsWith('.log')).length} segments to Kafka's consumer: ${own.length} records, all equal`,
    )
  } finally {
    await broker.stop()
  }
}

/** The inspector finds nothing wrong with what a broker wrote, indexes included, and says what it can't unpack. */
async function inspectAll({ logs }: Broker): Promise<void> {
  for (const topic of [...TOPICS.map(([name]) => name), ...SEALED]) {
    const { overview, records, complaint } = await inspectFolder(join(logs, `${topic}-0`))
    const { problemCount, index, timeIndex, batchesBy, lastOffset } = overview
    const wrong = problemCount + (index?.problemCount ?? 0) + (timeIndex?.problemCount ?? 0)
    if (wrong > 0) throw new Error(`${topic}: ${JSON.stringify({ ...overview, kinds: undefined })}`)
    const isSealed = SEALED.some((name) => name === topic)
    if (isSealed !== (complaint?.includes(`packed with ${topic}`) ?? false) || isSealed === records > 0)
      throw new Error(`${topic}: ${records} records, ${complaint ?? 'no complaint'}`)
    const packed = batchesBy.map(({ compression, batches }) => `${batches} ${compression}`).join(', ')
    say(
      `the inspector, topic "${topic}": ${packed}, up to offset ${lastOffset}; ${index?.entries} + ${timeIndex?.entries} index entries, nothing wrong${isSealed ? `; "${complaint}"` : ''}`,
    )
  }
}

function create(classPath: string, { address }: Broker, topic: string): void {
  topics(classPath, address, ['--create', '--topic', topic, '--partitions', '1', '--replication-factor', '1'])
}

const NULL = '␀'
const textOf = ({ key, value, headers }: TextRecord): string =>
  [headers.map(([name, text]) => `${name}:${text}`).join(',') || NULL, key ?? NULL, value ?? NULL].join('\t')

function produce(
  classPath: string,
  { address }: Broker,
  topic: string,
  compression: string,
  records: readonly TextRecord[],
): void {
  const properties = ['parse.key=true', 'parse.headers=true', `null.marker=${NULL}`]
  runJava(
    classPath,
    'org.apache.kafka.tools.ConsoleProducer',
    ['--bootstrap-server', address, '--topic', topic, '--compression-codec', compression].concat(
      properties.flatMap((property) => ['--property', property]),
    ),
    records.map((record) => `${textOf(record)}\n`).join(''),
  )
}

function consume(classPath: string, { address }: Broker, topic: string, count: number): TextRecord[] {
  const properties = ['print.key=true', 'print.headers=true', `null.literal=${NULL}`, 'headers.separator=,']
  const args = ['--bootstrap-server', address, '--topic', topic, '--from-beginning']
  const printed = runJava(
    classPath,
    'org.apache.kafka.tools.consumer.ConsoleConsumer',
    [...args, '--max-messages', String(count), '--timeout-ms', '30000'].concat(
      properties.flatMap((property) => ['--property', property]),
    ),
  )
  const orNull = (text: string | undefined): string | null =>
    text === undefined || text === NULL ? null : text
  return printed
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => {
      const [headers = '', key, value] = line.split('\t')
      const pairs = headers === 'NO_HEADERS' ? [] : headers.split(',').map((pair) => pair.split(':'))
      return {
        headers: pairs.map(([name = '', text = '']) => [name, text] as const),
        key: orNull(key),
        value: orNull(value),
      }
    })
}

function mustEqual(what: string, found: readonly TextRecord[], sent: readonly TextRecord[]): void {
  if (found.length !== sent.length) throw new Error(`${what}: ${found.length} of ${sent.length} records`)
  sent.forEach((record, i) => {
    const [was, is] = [
      JSON.stringify(record),
      JSON.stringify({ key: found[i]?.key, value: found[i]?.value, headers: found[i]?.headers }),
    ]
    if (was !== is) throw new Error(`${what}, record ${i}: sent ${was}, found ${is}`)
  })
}

await main()
