/** Where something that we say can be read. */
export interface Source {
  readonly name: string
  readonly url: string
}

/** What the answers lean on. The list is closed: a test holds every address that leads out of the app against it. */
export const SOURCES = {
  rtp: { name: 'RFC 3550, RTP', url: 'https://www.rfc-editor.org/rfc/rfc3550' },
  neteq: {
    name: 'WebRTC, NetEq',
    url: 'https://webrtc.googlesource.com/src/+/refs/heads/main/modules/audio_coding/neteq/g3doc/index.md',
  },
  huang: {
    name: 'Huang et al., SIGCOMM 2014',
    url: 'https://doi.org/10.1145/2740070.2626296',
  },
  arm: {
    name: 'Arm, Mali GPU application optimization guide',
    url: 'https://developer.arm.com/documentation/dui0555/',
  },
  kafkaDesign: {
    name: 'Kafka’s documentation, Design',
    url: 'https://kafka.apache.org/documentation/#design',
  },
  kafkaTopics: {
    name: 'Kafka’s documentation, topic settings',
    url: 'https://kafka.apache.org/documentation/#topicconfigs',
  },
  kafkaProducer: {
    name: 'Kafka’s documentation, producer settings',
    url: 'https://kafka.apache.org/documentation/#producerconfigs',
  },
  kafkaOperations: {
    name: 'Kafka’s documentation, Operations',
    url: 'https://kafka.apache.org/documentation/#basic_ops_modify_topic',
  },
  kreps: {
    name: 'J. Kreps, LinkedIn Engineering, 2014',
    url: 'https://engineering.linkedin.com/kafka/benchmarking-apache-kafka-2-million-writes-second-three-cheap-machines',
  },
  jacobs: {
    name: 'A. Jacobs, ACM Queue, 2009',
    url: 'https://queue.acm.org/detail.cfm?id=1563874',
  },
  disruptor: {
    name: 'LMAX Disruptor, user guide',
    url: 'https://lmax-exchange.github.io/disruptor/user-guide/',
  },
  gettys: {
    name: 'J. Gettys, IEEE Internet Computing, 2011',
    url: 'https://doi.org/10.1109/MIC.2011.56',
  },
  codel: { name: 'RFC 8289, CoDel', url: 'https://www.rfc-editor.org/rfc/rfc8289' },
  redisCluster: {
    name: 'Redis, cluster specification',
    url: 'https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/',
  },
  redisEviction: {
    name: 'Redis, key eviction',
    url: 'https://redis.io/docs/latest/develop/reference/eviction/',
  },
  bloom: { name: 'B. Bloom, CACM, 1970', url: 'https://doi.org/10.1145/362686.362692' },
  flink: {
    name: 'Flink’s documentation, Windows',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/operators/windows/',
  },
} as const satisfies Readonly<Record<string, Source>>
