"""The verbs of the product, one file each: the way (assess, formulate, plan, deliver, measure, review, evaluate) and its companions."""
