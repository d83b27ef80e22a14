/** What a person does with buckets, in the words that the screen shows; and the truth on the server, read beside the app. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Facts } from './facts.ts';
import { sequence } from './keyboard.ts';

/** The rows of a place. */
export function list(page: Page): Locator {
  return page.getByRole('grid', { name: /^Content of / });
}

/** A row by its name; a folder's ends with a slash. */
export function objectRow(page: Page, name: string): Locator {
  return list(page)
    .getByRole('row')
    .filter({ has: page.getByTitle(name, { exact: true }) });
}

/** The names that are listed, in their order. */
export function names(page: Page): Promise<string[]> {
  return list(page)
    .locator('[data-index] [title]')
    .evaluateAll((cells) =>
      cells
        .toSorted(
          (one, other) =>
            Number(one.closest('[data-index]')?.getAttribute('data-index')) -
            Number(other.closest('[data-index]')?.getAttribute('data-index')),
        )
        .map((cell) => cell.getAttribute('title') ?? ''),
    );
}

/** The pane beside the list. */
export function details(page: Page, name: string): Locator {
  return page.getByRole('complementary', { name: `Details of ${name}` });
}

/** The line at the bottom that tells what moves. */
export function transferLine(page: Page): Locator {
  return page.getByRole('region', { name: 'Transfers' });
}

/** Goes to the storage by key, where the own bucket is shown. */
export async function openStorage(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await expect(page.getByRole('button', { name: /Signed in as/ })).toBeVisible();
  await sequence(page, 'g', 's');
  await expect(list(page)).toBeVisible();
}

export interface Shown {
  readonly bucket?: string;
  readonly prefix?: string;
  readonly object?: string;
  readonly tab?: 'details' | 'versions' | 'edit';
}

const profiles = new Map<string, string>();

/** The name by which the app's addresses mean the first profile. */
async function profileOf(page: Page, origin: string): Promise<string> {
  const known = profiles.get(origin);
  if (known !== undefined) return known;
  await page.goto(`${origin}/#/storage`);
  await expect(page).toHaveURL(/[?&]profile=[^&]+/);
  const found = decodeURIComponent(/[?&]profile=([^&]+)/.exec(page.url())?.[1] ?? '');
  profiles.set(origin, found);
  return found;
}

/** Goes to a page of the storage by its address. */
async function goToAddress(page: Page, origin: string, at: '' | '/query', shown: Shown): Promise<void> {
  const profile = await profileOf(page, origin);
  const search = Object.entries({ profile, bucket: 'alice', ...shown })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  await page.goto(`${origin}/#/storage${at}?${search}`);
}

/** Shows a place, and beside it an object. */
export async function showPlace(page: Page, origin: string, shown: Shown = {}): Promise<void> {
  await goToAddress(page, origin, '', shown);
  const where = `${shown.bucket ?? 'alice'}/${shown.prefix ?? ''}`;
  await expect(page.getByRole('grid', { name: `Content of ${where}`, exact: true })).toBeVisible();
}

/** Shows the page of questions about a place or an object. */
export async function showQuery(page: Page, origin: string, shown: Shown = {}): Promise<void> {
  await goToAddress(page, origin, '/query', shown);
  await expect(page.getByRole('heading', { name: 'SQL', exact: true })).toBeVisible();
}

/** Makes a row the active one, as one does by pressing on it, and gives the list the focus. */
export async function stand(page: Page, name: string): Promise<void> {
  await expect(objectRow(page, name)).toBeVisible();
  await list(page).focus();
  const index = (await names(page)).indexOf(name);
  await page.keyboard.press('Home');
  for (let at = 0; at < index; at += 1) await page.keyboard.press('ArrowDown');
  await expect(objectRow(page, name)).toHaveAttribute('data-active', 'true');
}

/** Goes to a folder of this laptop in a picker that is open. */
async function goToLocal(dialog: Locator, folder: string): Promise<Locator> {
  const field = dialog.getByRole('textbox', { name: 'Folder of this laptop' });
  await field.fill(folder);
  await field.press('Enter');
  const entries = dialog.getByRole('listbox', { name: `What is in ${folder}`, exact: true });
  await expect(entries).toBeVisible();
  return entries;
}

/** Uploads entries of a folder of this laptop to the place that is shown. */
export async function upload(page: Page, folder: string, wanted: readonly string[]): Promise<void> {
  // An empty folder offers it twice.
  await page.getByRole('button', { name: 'Upload files…' }).first().click();
  const dialog = page.getByRole('dialog', { name: /^Upload to / });
  const entries = await goToLocal(dialog, folder);
  for (const name of wanted) {
    const entry = entries.getByRole('option').filter({ has: page.getByText(name, { exact: true }) });
    await entry.click();
    await expect(entry).toHaveAttribute('aria-selected', 'true');
  }
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** In the picker that a download or an export opened: writes into that folder, under a name where one is asked. */
export async function saveInto(page: Page, folder: string, action: string, name?: string): Promise<void> {
  const dialog = page
    .getByRole('dialog')
    .filter({ has: page.getByRole('textbox', { name: 'Folder of this laptop' }) });
  const entries = await goToLocal(dialog, folder);
  if (name !== undefined) await dialog.getByRole('textbox', { name: 'Name of the file' }).fill(name);
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await expect(entries).toBeHidden();
}

const ended = new Set<string>();

/** Waits until the line at the bottom says that a transfer is done: one that was not waited for before. */
export async function untilDone(page: Page, title: string): Promise<void> {
  const line = transferLine(page);
  const id = async () =>
    (await line.filter({ hasText: title }).getByRole('link').getAttribute('href', { timeout: 1_000 })) ?? '';
  await expect.poll(() => id().then((one) => one !== '' && !ended.has(one))).toBe(true);
  const mine = await id();
  await expect(line.filter({ has: page.locator(`a[href="${mine}"]`) })).toContainText('Done', {
    timeout: 60_000,
  });
  ended.add(mine);
}

/** Limits how fast files move, in MiB a second; what is absent moves as fast as it can. Ends on the page of transfers. */
export async function limitTransfers(
  page: Page,
  origin: string,
  { up = '', down = '' }: { readonly up?: string; readonly down?: string },
): Promise<void> {
  await page.goto(`${origin}/#/storage/transfers`);
  await page.getByRole('textbox', { name: 'Upload at most (MiB/s)' }).fill(up);
  await page.getByRole('textbox', { name: 'Download at most (MiB/s)' }).fill(down);
  const apply = page.getByRole('button', { name: 'Apply' });
  if (await apply.isDisabled()) return;
  await apply.click();
  await expect(apply).toBeDisabled();
}

/** Waits until a share of what moves has arrived, in percent. */
export async function untilShare(page: Page, share: number): Promise<void> {
  await expect
    .poll(async () => Number(await page.getByRole('progressbar').first().getAttribute('aria-valuenow')))
    .toBeGreaterThanOrEqual(share);
}

/** The server as its administrator sees it. */
export interface Truth {
  put(bucket: string, key: string, body: string | Uint8Array, type?: string): Promise<void>;
  get(bucket: string, key: string): Promise<Buffer>;
  remove(bucket: string, key: string): Promise<void>;
  keys(bucket: string, prefix?: string): Promise<string[]>;
  /** The parts of uploads that nobody finished, each as upload, number and time of its arrival. */
  unfinished(bucket: string, prefix: string): Promise<string[]>;
  /** Removes what lies below a prefix, with every version. */
  clear(bucket: string, prefix: string): Promise<void>;
  end(): void;
}

/** Speaks to the storage with the keys of its administrator: those given, else the sandbox's. */
export function truthOf(
  facts: Facts,
  credentials = { accessKeyId: 'sandbox-root', secretAccessKey: 'sandbox-root-secret' },
): Truth {
  const client = new S3Client({
    endpoint: facts.s3.endpoint,
    region: facts.s3.region,
    forcePathStyle: true,
    credentials,
  });
  return {
    put: async (bucket, key, body, type) =>
      void (await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: type }),
      )),
    get: async (bucket, key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    remove: async (bucket, key) =>
      void (await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))),
    keys: async (bucket, prefix) => {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
      );
      return Contents.map(({ Key = '' }) => Key);
    },
    unfinished: async (bucket, prefix) => {
      const { Uploads = [] } = await client.send(
        new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }),
      );
      const found = await Promise.all(
        Uploads.map(async ({ Key, UploadId }) => {
          const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket: bucket, Key, UploadId }));
          return Parts.map(
            ({ PartNumber, LastModified }) => `${UploadId} ${PartNumber} ${LastModified?.toISOString()}`,
          );
        }),
      );
      return found.flat();
    },
    clear: async (bucket, prefix) => {
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix }),
      );
      for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
    },
    end: () => client.destroy(),
  };
}
