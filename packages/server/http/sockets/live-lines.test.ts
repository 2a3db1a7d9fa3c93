// A socket that is adopted elsewhere, here in the same process. It can move only between two
// frames, and the browser at its other end notices nothing.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { WebSocketServer } from 'ws';
import { adoptSocket, isBetweenFrames, stopReading } from './live-lines.ts';

/** A browser's frame with this many letters. Its mask is zero, so its payload is readable. */
const frame = (text: string) =>
  Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);

describe('a connection that continues in another process', () => {
  it('[RS6] is taken up between two frames without a word to the browser, and read and written as before', async (t) => {
    const { browser, socket } = await pair(t);
    const line = adoptSocket(new WebSocketServer({ noServer: true }), socket);
    assert.ok(line);
    const heard: string[] = [];
    line.on('message', (data) => heard.push(String(data)));
    browser.write(frame('one'));
    await once(line, 'message');
    line.send('two');
    const [data] = (await once(browser, 'data')) as [Buffer];
    assert.deepEqual(heard, ['one']);
    assert.deepEqual(data, Buffer.from([0x81, 3, ...Buffer.from('two')]), 'its first bytes');
  });

  it('[RS6] is not handed over while half a frame is read, and leaves later bytes to the next reader', async (t) => {
    const { browser, socket } = await pair(t);
    const line = adoptSocket(new WebSocketServer({ noServer: true }), socket);
    assert.ok(line);
    assert.equal(isBetweenFrames(line, socket), true);
    const whole = frame('a frame in two parts');
    browser.write(whole.subarray(0, 9));
    await once(socket, 'data');
    assert.equal(isBetweenFrames(line, socket), false);
    browser.write(whole.subarray(9));
    await once(line, 'message');
    assert.equal(isBetweenFrames(line, socket), true);

    stopReading(socket);
    const read = socket.bytesRead;
    await new Promise((written) => browser.write(frame('later'), written));
    // The response on another connection arrives after anything that would have been read.
    const other = await pair(t);
    other.socket.write('after');
    await once(other.browser, 'data');
    assert.equal(socket.bytesRead, read);
    assert.equal(isBetweenFrames(line, socket), true);
  });
});

async function pair(t: TestContext): Promise<{ browser: Socket; socket: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const browser = connect(port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [Socket];
  t.after(() => {
    browser.destroy();
    socket.destroy();
    server.close();
  });
  return { browser, socket };
}
