import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { runJava, startJava } from './java.ts'

const MOST_TRIES = 30

/** A single broker that is its own controller, on this machine only. */
export interface Broker {
  readonly address: string
  /** Where it keeps its partitions, a folder each. */
  readonly logs: string
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port
  server.close()
  await once(server, 'close')
  return port
}

/** Makes a broker's folder below `folder`. */
export async function formatStorage(classPath: string, folder: string): Promise<string> {
  const [broker, controller] = [await freePort(), await freePort()]
  const config = join(folder, 'server.properties')
  const logs = join(folder, 'logs')
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': logs,
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
  }
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(config, text.join(''))
  const id = randomBytes(16).toString('base64url').replace(/^-/, 'A')
  runJava(classPath, 'kafka.tools.StorageTool', ['format', '-t', id, '-c', config])
  return `127.0.0.1:${broker}`
}

/** Starts the broker of `folder` and waits until it answers. */
export async function startBroker(classPath: string, folder: string, address: string): Promise<Broker> {
  const { child, output } = startJava(classPath, 'kafka.Kafka', [join(folder, 'server.properties')])
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const killer = setTimeout(() => child.kill('SIGKILL'), 30_000)
    await ended
    clearTimeout(killer)
  }
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (child.exitCode !== null) throw new Error(`the broker ended by itself:\n${output()}`)
    try {
      topics(classPath, address, ['--list'])
      return { address, logs: join(folder, 'logs'), stop }
    } catch {
      await wait(1_000)
    }
  }
  await stop()
  throw new Error(`the broker does not answer:\n${output()}`)
}

/** Kafka's own command for topics. */
export const topics = (classPath: string, address: string, args: readonly string[]): string =>
  runJava(classPath, 'org.apache.kafka.tools.TopicCommand', ['--bootstrap-server', address, ...args])
