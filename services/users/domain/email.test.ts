import { describe, expect, test } from '@jest/globals';
import { normalizeEmail } from './email.ts';

describe('an email address', () => {
  test.each([
    ['kim@example.com', 'kim@example.com', 'a plain one'],
    ['  Kim.Lee+News@Example.COM ', 'kim.lee+news@example.com', 'space around it and capitals'],
    ['ｋｉｍ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'kim@example.com', 'full-width letters'],
    ['\u212Aim@example.com', 'kim@example.com', 'the Kelvin sign'],
    ['kim@bücher.de', 'kim@xn--bcher-kva.de', 'an international domain'],
    ['kim@xn--bcher-kva.de', 'kim@xn--bcher-kva.de', 'the same domain in ASCII'],
    ['ки́м@пример.рф', 'ки́м@xn--e1afmkfd.xn--p1ai', 'Cyrillic throughout'],
    ["o'neil@example.co.uk", "o'neil@example.co.uk", 'an apostrophe'],
    ['\u0130@example.com', 'i\u0307@example.com', 'a dotted capital I'],
  ])('%s is kept as %s (%s)', (input, kept) => {
    expect(normalizeEmail(input)).toBe(kept);
    expect(normalizeEmail(kept)).toBe(kept);
  });

  test.each([
    ['', 'nothing'],
    ['kim', 'no at sign'],
    ['@example.com', 'no local part'],
    ['kim@', 'no domain'],
    ['kim@localhost', 'a domain of one label'],
    ['kim@127.0.0.1', 'an IPv4 address'],
    ['kim@[127.0.0.1]', 'an address literal'],
    ['kim@0x7f.1', 'a hexadecimal address'],
    ['kim..lee@example.com', 'two dots'],
    ['.kim@example.com', 'a dot in front'],
    ['kim@exa mple.com', 'a space'],
    ['kim@-example.com', 'a hyphen in front'],
    ['kim@example..com', 'an empty label'],
    ['kim@exam%70le.com', 'percent-encoding'],
    ['kim@example.com/x', 'a path'],
    ['kim@example.com:25', 'a port'],
    ['a@b@example.com', 'two at signs'],
    ['"kim lee"@example.com', 'a quoted local part'],
    ['ki\u200bm@example.com', 'a zero-width space'],
    ['kim@exam\u200bple.com', 'a zero-width space in the domain'],
    ['ki\u202em@example.com', 'a mark that turns the direction'],
    ['kim\u0000@example.com', 'a null character'],
    ['kim\r\nBcc: x@example.com', 'a line break'],
    ['\ud800@example.com', 'half a surrogate pair'],
    ['аdmin@example.com', 'a Cyrillic a among Latin letters'],
    ['kim@аpple.com', 'a Cyrillic a in a Latin domain'],
    ['οwner@example.com', 'a Greek omicron among Latin letters'],
    [`${'a'.repeat(65)}@example.com`, 'a local part of 65 characters'],
    [`kim@${'a'.repeat(64)}.com`, 'a label of 64 characters'],
    [`kim@${'abcdefgh.'.repeat(28)}com`, 'more than 254 characters'],
  ])('%j is refused: %s', (input) => {
    expect(normalizeEmail(input)).toBeNull();
  });
});
