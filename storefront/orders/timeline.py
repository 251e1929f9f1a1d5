"""What the recorded events of an order say, in the reader's language."""

from kit.web.words import gettext as _


def sentences() -> dict[str, str]:
    """A sentence per kind of event."""
    return {
        "OrderPlaced": _("Placed"),
        "OrderPaid": _("Paid"),
        "OrderConfirmed": _("Confirmed, to be paid at the door"),
        "PaymentCaptured": _("Money came in"),
        "OrderChanged": _("Address or note changed"),
        "OrderHeld": _("Held for a check"),
        "OrderReleased": _("Released after the check"),
        "PickingStarted": _("Packing began"),
        "OrderShipped": _("A parcel left"),
        "ShipmentDelivered": _("A parcel arrived"),
        "DeliveryException": _("Something went wrong on the way"),
        "ReturnParcelMoved": _("A parcel on its way back was seen"),
        "LineCancelled": _("Pieces cancelled"),
        "OrderCancelled": _("Closed"),
        "OrderCompleted": _("Complete"),
        "LatePayment": _("Money came too late and goes back"),
    }
