import {ListRenderer} from "@web/views/list/list_renderer";
import {_t} from "@web/core/l10n/translation";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";

/** A list of evaluations with one column per criterion that people mark. */
export class AppraisalGridRenderer extends ListRenderer {
    processAllColumn(allColumns, list) {
        return super
            .processAllColumn(allColumns, list)
            .flatMap((column) =>
                column.widget === "legal_appraisal_cell"
                    ? this.getCriterionColumns(column, list)
                    : [column]
            );
    }

    /**
     * @param {Object} column the column of all cells
     * @param {Object} list
     * @returns {Object[]} a column per criterion, in the criteria's order
     */
    getCriterionColumns(column, list) {
        const criteria = new Map();
        for (const record of list.records) {
            for (const cell of record.data[column.name] || []) {
                criteria.set(cell.criterion_id, cell);
            }
        }
        const cells = [...criteria.values()];
        cells.sort(
            (a, b) => a.sequence - b.sequence || a.criterion_id - b.criterion_id
        );
        return cells.map((cell) => ({
            ...column,
            id: `${column.id}_${cell.criterion_id}`,
            label: _t("%(criterion)s (%(marks)s)", {
                criterion: cell.criterion,
                marks: cell.max_score,
            }),
            hasLabel: true,
            options: {...column.options, criterion: cell.criterion_id},
        }));
    }
}

registry.category("views").add("legal_appraisal_grid", {
    ...listView,
    Renderer: AppraisalGridRenderer,
});
