import {Component, onWillUpdateProps, useRef, useState} from "@odoo/owl";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {parseFloat} from "@web/views/fields/parsers";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const MOVES = {Enter: 1, ArrowDown: 1, ArrowUp: -1};

function formatMarks(marks) {
    return formatFloat(marks, {digits: [6, 2], trailingZeros: false});
}

/**
 * Marks of one village by one criterion: written together with the reason that a
 * deduction needs, as soon as both are there.
 */
export class AppraisalCell extends Component {
    static template = "village_legal_advisor.AppraisalCell";
    static props = {
        ...standardFieldProps,
        criterion: {type: Number, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.reasonRef = useRef("reason");
        this.state = useState({marks: "", reason: "", error: "", isDirty: false});
        this.fill(this.props);
        onWillUpdateProps((props) => {
            if (!this.state.isDirty) {
                this.fill(props);
            }
        });
        useSetupAction({beforeLeave: () => this.save()});
    }

    getCell(props) {
        const cells = props.record.data[props.name] || [];
        return cells.find((cell) => cell.criterion_id === props.criterion);
    }

    get cell() {
        return this.getCell(this.props);
    }

    /** The list's own idea of what is editable knows nothing of single lines. */
    get isReadonly() {
        return Boolean(this.cell.blocker);
    }

    get maxMarks() {
        return formatMarks(this.cell.max_score);
    }

    /** The marks as a number, or null while they are none. */
    get marks() {
        try {
            const marks = parseFloat(this.state.marks);
            return marks >= 0 && marks <= this.cell.max_score ? marks : null;
        } catch {
            return null;
        }
    }

    get isDeduction() {
        return this.marks === null || this.marks < this.cell.max_score;
    }

    fill(props) {
        const cell = this.getCell(props);
        if (cell) {
            this.state.marks = formatMarks(cell.score);
            this.state.reason = cell.reason;
        }
    }

    onInput() {
        this.state.isDirty = true;
        this.state.error = "";
    }

    onMarksChange() {
        // The reason comes next: it is asked for when its place is left.
        if (this.marks === null || !this.isDeduction || this.state.reason.trim()) {
            this.save();
        }
    }

    /**
     * @param {KeyboardEvent} ev
     */
    onMarksKeydown(ev) {
        const move = MOVES[ev.key];
        if (!move) {
            return;
        }
        ev.preventDefault();
        if (ev.key === "Enter" && this.isDeduction && !this.state.reason.trim()) {
            this.reasonRef.el.focus();
            return;
        }
        const column = `input.o_legal_marks[data-criterion="${this.props.criterion}"]`;
        const inputs = [...ev.target.closest("table").querySelectorAll(column)];
        const next = inputs[inputs.indexOf(ev.target) + move];
        if (next) {
            next.focus();
            next.select();
        } else {
            ev.target.blur();
        }
    }

    /**
     * Write marks and reason.
     *
     * @returns {Promise<boolean>} false when they cannot be written as they are
     */
    async save() {
        if (!this.state.isDirty) {
            return true;
        }
        const score = this.marks;
        const reason = this.isDeduction ? this.state.reason.trim() : "";
        if (score === null) {
            this.state.error = _t("Marks lie between 0 and %s.", this.maxMarks);
        } else if (this.isDeduction && !reason) {
            this.state.error = _t("Give a reason, or full marks.");
        } else {
            await this.write({score, reason: reason || false});
        }
        return !this.state.error;
    }

    async write(values) {
        const {record} = this.props;
        this.state.isDirty = false;
        try {
            await this.orm.write("legal.evaluation.line", [this.cell.line_id], values);
        } catch (error) {
            this.state.isDirty = true;
            this.state.error = error.data?.message || error.message;
            return;
        }
        await record.load();
    }

    openFiles() {
        this.dialog.add(FormViewDialog, {
            resModel: "legal.evaluation.line",
            resId: this.cell.line_id,
            title: this.cell.criterion,
            readonly: this.isReadonly,
            preventEdit: this.isReadonly,
            onRecordSaved: () => this.props.record.load(),
        });
    }
}

registry.category("fields").add("legal_appraisal_cell", {
    component: AppraisalCell,
    supportedTypes: ["json"],
    extractProps: ({options}) => ({criterion: options.criterion}),
});
