const SIZE = 256;

/** A file that the browser cannot read as a picture. */
export class NoPicture extends Error {}

/** The middle of a picture as a small square, as a data URL: what it was taken with, where and when stays here. */
function squareOf(picture: ImageBitmap | HTMLImageElement): string {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const side = Math.min(picture.width, picture.height);
  canvas.getContext('2d')?.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, SIZE, SIZE);
  return canvas.toDataURL('image/webp', 0.85);
}

export async function scaled(file: Blob): Promise<string> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new NoPicture();
  }
  return squareOf(picture);
}

/** The one that is shown now, to bring it back by; null where the browser does not give it. */
export async function shownPicture(address: string): Promise<string | null> {
  const picture = new Image();
  picture.crossOrigin = 'anonymous';
  picture.src = address;
  try {
    await picture.decode();
    return squareOf(picture);
  } catch {
    return null;
  }
}
