/** What is expected of every image, and of every function that runs. */
import { startContainer, type Container, type ContainerOptions } from './container';
import type { HttpResponse } from './http-client';
import { readImage, type Image } from './image';
import { must } from './run';
import { unpack } from './tree';
import { validate } from './validate';

/** A valid layout that skopeo reads and umoci unpacks; the image in it. */
export async function expectImage(layoutDir: string): Promise<Image> {
  expect(await validate(layoutDir)).toEqual([]);
  const { stdout } = await must(['skopeo', '--insecure-policy', 'inspect', `oci:${layoutDir}`]);
  const image = readImage(layoutDir);
  const layers = image.platforms.map(({ manifest }) => manifest.layers.map(({ digest }) => digest));
  expect(layers).toContainEqual((JSON.parse(stdout) as { Layers: string[] }).Layers);
  return image;
}

/** Starts the one image of a layout, or that of a platform. Stopped when the test ends. */
export async function startImage(
  layoutDir: string,
  options: ContainerOptions & { readonly platform?: string } = {},
): Promise<Container> {
  return startContainer(await unpack(layoutDir, options.platform), options);
}

/** func-go's own endpoints. */
export async function expectHealthy(container: Container): Promise<void> {
  expect(await container.get('/health/readiness')).toMatchObject({ status: 200, body: 'READY' });
  expect(await container.get('/health/liveness')).toMatchObject({ status: 200, body: 'ALIVE' });
}

/** The image's StopSignal, SIGTERM, ends the function, and it calls that a success. */
export async function expectStops(container: Container): Promise<void> {
  const { seconds, exitCode } = await container.stop();
  expect(exitCode).toBe(0);
  expect(seconds).toBeLessThan(2);
}

/** A function serves HTTP: this body on `/`, its health, and an end within two seconds. */
export async function expectServes(layoutDir: string, body: string): Promise<void> {
  const container = await startImage(layoutDir);
  expect(await container.get('/')).toMatchObject({ status: 200, body });
  await expectHealthy(container);
  await expectStops(container);
}

/** Sends a CloudEvent in binary mode. */
export async function postEvent(container: Container, data: object): Promise<HttpResponse> {
  return container.post('/', JSON.stringify(data), {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': 'story-1',
    'ce-type': 'story.request',
    'ce-source': '/story',
  });
}

/** A function answers a CloudEvent with one of this type and the same data. */
export async function expectAnswersEvents(layoutDir: string, type: string): Promise<void> {
  // A GET of / would be an event, and a wrong one.
  const container = await startImage(layoutDir, { ready: '/health/readiness' });
  const data = { greeting: 'hello' };
  const { status, headers, body } = await postEvent(container, data);
  expect({ status, type: headers['ce-type'] }).toEqual({ status: 200, type });
  expect(JSON.parse(body)).toEqual(data);
  await expectHealthy(container);
  await expectStops(container);
}
