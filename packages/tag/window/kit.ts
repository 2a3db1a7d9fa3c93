// What the window shares with its parts: Preact, its building blocks, and the drawing of text. The
// build leaves out of a part what is here, so that a browser loads it once. A part is a function
// of the kit.
import { Fragment, jsx, jsxs } from 'preact/jsx-runtime';
import { useEffect, useRef, useState } from 'preact/hooks';
import { draw, safeUrl } from '@opportune/content/draw.ts';
import { addSheet } from '@opportune/content/sheets.ts';
import { anchor, drawLine, drawText, shown } from '@opportune/content/message/inline-text.ts';
import { sizeText } from '@opportune/content/message/attachment-text.ts';
import { around, drawPlain, say } from '@opportune/content/message/render-plain.ts';
import { isEmail, problemsOf } from '@opportune/content/message/respond.ts';
import { safeLink } from '@opportune/content/message/safe-link.ts';
import { fileAddress } from '../file-address.ts';
import { addressControl, Button, Field, focusField, Form, NewChat, Wrong } from './view/fields.tsx';
import { Icon } from './view/icons.tsx';

export const kit = {
  ...{ Fragment, jsx, jsxs, useEffect, useRef, useState },
  ...{ draw, safeUrl, addSheet, anchor, drawLine, drawText, shown, sizeText },
  ...{ fileAddress, around, drawPlain, say, isEmail, problemsOf, safeLink },
  ...{ addressControl, Button, Field, focusField, Form, NewChat, Wrong, Icon },
};
export type Kit = typeof kit;
