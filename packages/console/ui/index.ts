// The shared parts of the console. Import them from here.
//   page     PageHeader, Tabs, TabPanel, useInSight, KeyValues; Table, ScrollTable, column,
//            figureColumn, actsColumn
//   control  Button, IconButton, TextField, TextArea, SelectField, SearchField, Switch, Segmented,
//            Field; FormError, fieldError; DialogForm, submitting
//   overlay  Menu (MenuItem, MenuLabel, MenuLine), MoreMenu, Popover, Dialog, useAsk (confirmation)
//   state    Empty, NotYet (Bones, ErrorState), Strip, CopyButton, useLater, Boundary; say (toast,
//            with undo or a link), sayError, sayUnsaved
//   mark     Tag, Chip, ArmMark, Steps, Face, StateDot, LiveMark, IntervalBar, Icon
//   data     useApiQuery, useApiMutation, readOf, useWholeSave, invalidate; Begun (a form for a
//            document that others may change too); createStore, useStore; useNow, serverNow;
//            useNarrow
//   words    t, format, duration, ago
export * from './form/begun.tsx';
export * from './button.tsx';
export * from '../words/country.ts';
export * from './form/field.tsx';
export * from './form/dialog-form.tsx';
export * from './form/form-error.tsx';
export * from '../words/format.ts';
export * from './icon.tsx';
export * from './marks.tsx';
export * from './menu.tsx';
export * from './form/search-select.tsx';
export * from './form/submitting.ts';
export * from './narrow.ts';
export * from './now.ts';
export * from './overlay.tsx';
export * from './page.tsx';
export * from './states.tsx';
export * from './table.tsx';
export * from './store.ts';
export * from './toast.tsx';
export * from './data/use-api.ts';
export { t } from '../words/words.ts';
