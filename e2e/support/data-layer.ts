import type { Image } from './image';
import { readTar, type TarEntry } from './tar-listing';

/** What is in the layer of a function's own files, in an image for one platform. */
export async function readDataLayer(image: Image): Promise<TarEntry[]> {
  const { layers } = image.platform();
  const data = layers.find(({ createdBy }) => createdBy === 'nx-func: data');
  if (data === undefined) {
    throw new Error(`no data layer: ${layers.map(({ createdBy }) => createdBy).join(', ')}`);
  }
  return readTar(data.tar());
}
