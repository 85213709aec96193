export {FileDrop, formatBytes, type FileDropProps, type Upload} from './file-drop';
