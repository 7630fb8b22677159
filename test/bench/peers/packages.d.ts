/**
 * What is used of the packages that only this folder has: they are there once the bench has been asked for, and types must
 * not hang on that.
 */
declare module 'rxjs' {
  type Operator<From, To> = (source: Observable<From>) => Observable<To>
  interface Observable<Value> {
    pipe<A, B, C, D, E, F>(
      a: Operator<Value, A>,
      b: Operator<A, B>,
      c: Operator<B, C>,
      d: Operator<C, D>,
      e: Operator<D, E>,
      f: Operator<E, F>,
    ): Observable<F>
    subscribe(): unknown
  }
  interface Subject<Value> extends Observable<Value> {
    next(value: Value): void
    complete(): void
  }
  const Subject: new <Value>() => Subject<Value>
  function filter<Value>(keeps: (value: Value) => boolean): Operator<Value, Value>
  function tap<Value>(sees: (value: Value) => unknown): Operator<Value, Value>
  function distinct<Value>(by: (value: Value) => unknown): Operator<Value, Value>
  function scan<Value, State>(
    step: (state: State, value: Value) => State,
    seed: State,
  ): Operator<Value, State>
}

declare module 'apache-arrow' {
  interface Vector {
    readonly length: number
  }
  function makeVector(values: ArrayBufferView): Vector
  const Table: new (columns: Readonly<Record<string, Vector>>) => object
  function tableToIPC(table: object, type: 'stream'): Uint8Array
}

declare module '@duckdb/duckdb-wasm/blocking' {
  interface Rows {
    readonly numRows: number
    getChild(name: string): { get(row: number): unknown } | null
  }
  interface Bundle {
    readonly mainModule: string
    readonly mainWorker: string
  }
  interface Connection {
    query(sql: string): Rows
    insertArrowFromIPCStream(bytes: Uint8Array, options: { name: string; create: boolean }): void
  }
  interface Bindings {
    instantiate(progress: () => void): Promise<unknown>
    open(config: object): void
    connect(): Connection
  }
  const VoidLogger: new () => object
  const NODE_RUNTIME: object
  function createDuckDB(
    bundles: Readonly<Record<'mvp' | 'eh', Bundle>>,
    logger: object,
    runtime: object,
  ): Promise<Bindings>
}

declare module '@duckdb/duckdb-wasm' {
  interface Rows {
    readonly numRows: number
    getChild(name: string): { get(row: number): unknown } | null
  }
  interface Connection {
    query(sql: string): Promise<Rows>
    insertArrowFromIPCStream(bytes: Uint8Array, options: { name: string; create: boolean }): Promise<void>
  }
  const VoidLogger: new () => object
  class AsyncDuckDB {
    constructor(logger: object, worker: Worker)
    instantiate(wasm: string): Promise<unknown>
    open(config: object): Promise<void>
    connect(): Promise<Connection>
  }
}

declare module '@perspective-dev/client' {
  interface View {
    to_columns(rows: {
      start_row: number
      end_row: number
    }): Promise<{ __ROW_PATH__?: unknown[][]; usr?: unknown[] }>
    delete(): Promise<void>
  }
  interface Table {
    update(arrow: ArrayBuffer): Promise<void>
    size(): Promise<number>
    view(config: object): Promise<View>
  }
  const perspective: {
    table(schema: Readonly<Record<string, string>>, options: { index: string }): Promise<Table>
  }
  export default perspective
}
