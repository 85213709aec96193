export {ColumnsMenu, useColumnChoice} from './columns-menu';
export {Table, type Column, type Sort, type TableProps} from './table';
