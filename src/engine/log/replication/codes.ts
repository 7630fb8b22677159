/** How a broker is: running; frozen, as in a long pause of its process; or dead. Its disk survives all of them. */
export type BrokerState = 'up' | 'frozen' | 'down'

/** The lanes: what differs between them is in their `LanePolicy`. */
export const LANE_IDS = ['whiteboard', 'kafka', 'acks1'] as const
export type LaneId = (typeof LANE_IDS)[number]

/** What the producer knows of a record, as numbers in a column. */
export const STATUS = { waiting: 0, ok: 1, failed: 2 } as const
export type Status = (typeof STATUS)[keyof typeof STATUS]

/** Errors by Kafka's own names (https://kafka.apache.org/protocol.html#protocol_error_codes), the client's included. */
export const ERRORS = [
  'None',
  'NotLeaderOrFollower',
  'NotEnoughReplicas',
  'NotEnoughReplicasAfterAppend',
  'RequestTimedOut',
  'OutOfOrderSequence',
  'InvalidProducerEpoch',
  'OffsetOutOfRange',
  'FencedLeaderEpoch',
  'UnknownLeaderEpoch',
  'NetworkException',
  'TimeoutException',
] as const
export type ErrorName = (typeof ERRORS)[number]

/** Nodes are numbered: brokers from 1, the controller 0, the clients below. */
export const CONTROLLER = 0
export const PRODUCER_CLIENT = -1
export const CONSUMER_CLIENT = -2

/** No leader, as Kafka writes it. */
export const NO_LEADER = -1

/** What an event-log line is about; the page colours lines by it. */
export type Happened =
  | 'fault'
  | 'repair'
  | 'fenced'
  | 'leader'
  | 'unclean'
  | 'offline'
  | 'isr-shrink'
  | 'isr-expand'
  | 'truncated'
  | 'error'
  | 'retry'
  | 'duplicate'
  | 'deduplicated'
  | 'lost'
  | 'failed'
  | 'consumer'
