/** Sends every buffer back the way it came. */
addEventListener('message', ({ data }: MessageEvent<{ buffer: ArrayBuffer; isHandedOver: boolean }>) => {
  postMessage(data.buffer, data.isHandedOver ? [data.buffer] : [])
})
