/** Tags of an object, as they are sent. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';

/** At most ten, names of 128 and values of 256 characters (S3 API, PutObjectTagging). @throws Failure `storage-tags` */
export function checkedTags(tags: Readonly<Record<string, string>>): void {
  const wrong = Object.entries(tags).find(
    ([name, value]) =>
      name === '' || name.length > 128 || value.length > 256 || /[\0-\x1f]/.test(name + value),
  );
  if (Object.keys(tags).length > 10 || wrong)
    throw tagsRefused(undefined, wrong ? `tags.${wrong[0]}` : 'tags');
}

/** @returns Failure `invalid-input` with `storage-tags`, and the server's words where it was the server that refused */
export function tagsRefused(words?: string, field = 'tags') {
  return failure('invalid-input', 'Tags that the server does not take', {
    reason: 'storage-tags',
    field,
    ...(words && { words }),
  });
}

/** The body of PutObjectTagging. */
export function tagDocument(tags: Readonly<Record<string, string>>): string {
  const escape = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
  const lines = Object.entries(tags).map(
    ([name, value]) => `<Tag><Key>${escape(name)}</Key><Value>${escape(value)}</Value></Tag>`,
  );
  return `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${lines.join('')}</TagSet></Tagging>`;
}
